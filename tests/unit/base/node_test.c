/* SPDX-License-Identifier: MIT */
/* Walking the tree, and what one finds described. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <base/node.h>

static struct node leaf = { .kind = NODE_SCALAR, .key = { "path", 4 }, .text = { "abc", 3 } };
static struct node disk = { .kind = NODE_MAP, .key = { "disk", 4 }, .first = &leaf, .count = 1 };
static struct node second = { .kind = NODE_SCALAR, .text = { "two", 3 } };
static struct node first = { .kind = NODE_SCALAR, .text = { "one", 3 }, .next = &second };
static struct node list = {
    .kind = NODE_LIST, .key = { "list", 4 }, .first = &first, .count = 2, .next = &disk
};
static struct node root = { .kind = NODE_MAP, .first = &list, .count = 2 };

static void ways(void **state)
{
    (void)state;
    assert_ptr_equal(node_way(&root, "disk.path"), &leaf);
    assert_ptr_equal(node_way(&root, "list.1"), &second);
    assert_ptr_equal(node_way(&root, "disk.0"), &leaf);
    assert_ptr_equal(node_way(&root, ""), &root);
    assert_ptr_equal(node_way(&root, "disk.none.more"), &disk);
    assert_ptr_equal(node_way(&root, "list.2"), &list);
    assert_ptr_equal(node_way(&root, "list.99999999999"), &list);
    assert_ptr_equal(node_way(&root, "list.x"), &list);
    assert_null(node_way(NULL, "x"));
    assert_ptr_equal(node_member(&root, "disk"), &disk);
    assert_null(node_member(&list, "disk"));
}

static void descriptions(void **state)
{
    (void)state;
    char buffer[64];
    struct node scalar = { .kind = NODE_SCALAR, .text = TN_TEXT("") };
    assert_string_equal(node_describe(&list, buffer), "a list");
    assert_string_equal(node_describe(&root, buffer), "a map");
    assert_string_equal(node_describe(&leaf, buffer), "`abc`");
    assert_string_equal(node_describe(&scalar, buffer), "nothing");
    scalar.text = TN_TEXT("0123456789012345678901234567890123456789x");
    assert_string_equal(node_describe(&scalar, buffer),
                        "`0123456789012345678901234567890123456...`");
    scalar.secret = true;
    assert_string_equal(node_describe(&scalar, buffer), "a secret text");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(ways), cmocka_unit_test(descriptions) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
