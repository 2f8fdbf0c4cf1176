include <self>
x = 1;