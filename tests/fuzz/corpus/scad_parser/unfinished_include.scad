include <abc
def