/* SPDX-License-Identifier: MIT */
/* The program `tenon`: all of it is in libtenon, so that plugins and program share one host. */

int tenon_main(int argument_count, char **arguments);

int main(int argument_count, char **arguments)
{
    return tenon_main(argument_count, arguments);
}
