/* SPDX-License-Identifier: MIT */
/* Rules and messages are OpenSCAD's. */
#include "command/dependencies.h"

#include "base/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The command and the name in quotes, as one line for the shell. */
static struct text command_line(struct dependencies *dependencies, struct text path)
{
    struct builder line = builder_in(dependencies->arena);
    builder_format(&line, "%s '", dependencies->make_command);
    for (size_t i = 0; i < path.length; i++) {
        if (path.bytes[i] == '\'')
            builder_string(&line, "'\\'");
        builder_byte(&line, path.bytes[i]);
    }
    builder_byte(&line, '\'');
    return builder_result(&line);
}

static void make(struct dependencies *dependencies, struct text path)
{
    struct text line = command_line(dependencies, path);
    fflush(NULL); /* what was said before comes before what the command says */
    int status = system(line.bytes);
    if (status == -1)
        perror("ERROR: system(make_cmd) failed");
    else if (!WIFEXITED(status))
        fprintf(stderr, "ERROR: %s: Process terminated abnormally!\n", line.bytes);
    else if (WEXITSTATUS(status) != 0)
        fprintf(stderr, "ERROR: %s: Exit status %d\n", line.bytes, WEXITSTATUS(status));
}

void dependencies_note(struct dependencies *dependencies, struct text path)
{
    for (size_t i = 0; i < dependencies->count; i++)
        if (text_equal(dependencies->items[i], path))
            return;
    struct text own = text_copy(dependencies->arena, path);
    list_append(dependencies->arena, dependencies, own);
    if (dependencies->make_command && access(own.bytes, F_OK) != 0)
        make(dependencies, own);
}

static void write_name(FILE *stream, struct text path)
{
    for (size_t i = 0; i < path.length; i++) {
        if (path.bytes[i] == ' ')
            fputc('\\', stream);
        fputc(path.bytes[i], stream);
    }
}

bool dependencies_write(const struct dependencies *dependencies, const char *path,
                        const struct string_list *outputs)
{
    FILE *stream = fopen(path, "w");
    if (!stream) {
        fprintf(stderr, "Can't open dependencies file `%s' for writing!\nError writing deps\n",
                path);
        return false;
    }
    for (size_t i = 0; i < outputs->count; i++)
        fprintf(stream, "%s%s", i > 0 ? " " : "", outputs->items[i]);
    fputc(':', stream);
    for (size_t i = 0; i < dependencies->count; i++) {
        fputs(" \\\n\t", stream);
        write_name(stream, dependencies->items[i]);
    }
    fputc('\n', stream);
    bool written = !ferror(stream);
    return fclose(stream) == 0 && written;
}
