// strings: str() that grows in recursion, characters, 20,000 parts
function join(parts, i = 0, text = "") = i == len(parts) ? text : join(parts, i + 1, str(text, parts[i], ","));
words = [for (i = [0 : 19999]) str("word", i % 100)];
long = join(words);
letters = [for (c = long) c];
echo(len(long), len(letters), len([for (c = letters) if (c == ",") c]));
