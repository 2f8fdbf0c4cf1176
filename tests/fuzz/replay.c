/* SPDX-License-Identifier: MIT */
/* Runs a fuzzer's function over the files of folders, so that any compiler can replay what was found.
 * Prints TAP; usage: PROGRAM FOLDER... */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return NULL;
    fseek(stream, 0, SEEK_END);
    *size = (size_t)ftell(stream);
    rewind(stream);
    uint8_t *data = malloc(*size + 1);
    if (fread(data, 1, *size, stream) != *size) {
        free(data);
        data = NULL;
    }
    fclose(stream);
    return data;
}

/* A crash ends the program before its line is printed, and the plan then does not fit. */
static void replay(const char *path, int number)
{
    size_t size;
    uint8_t *data = read_file(path, &size);
    if (data)
        LLVMFuzzerTestOneInput(data, size);
    printf("%sok %d - %s\n", data ? "" : "not ", number, path);
    fflush(stdout);
    free(data);
}

static int replay_folder(const char *folder, int number)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    if (count < 0) {
        printf("not ok %d - cannot open %s\n", ++number, folder);
        return number;
    }
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            replay(path, ++number);
        free(entries[i]);
    }
    free(entries);
    return number;
}

int main(int count, char **strings)
{
    int number = 0;
    for (int i = 1; i < count; i++)
        number = replay_folder(strings[i], number);
    printf("1..%d\n", number);
    return 0;
}
