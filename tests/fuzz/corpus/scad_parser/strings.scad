s = "a\n\t\r\\\"\x41\u00e9\U01F600\q\x8";
t = "two
lines";
