// numbers as text, 600,000
texts = [for (i = [1 : 200000]) str(i / 7, i, 1 / i)];
echo(len(texts), texts[199999]);
