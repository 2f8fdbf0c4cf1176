/* SPDX-License-Identifier: MIT */
/* Regions of shared memory: made once, handed from process to process as descriptors. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <zones/zones.h>

int zone_create(const char *name, size_t size)
{
    char shown[100]; /* in /proc; the system takes up to 249 bytes, an entry's name may be longer */
    snprintf(shown, sizeof shown, "%s", name);
    int fd = memfd_create(shown, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    /* Sealed, so that no process can shrink it under another's feet (SIGBUS). */
    if (ftruncate(fd, (off_t)size) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0)
        return fd;
    close(fd);
    return -1;
}

void *zone_map(int fd, size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return memory == MAP_FAILED ? NULL : memory;
}
