// How the C library's heap treats the memory of tensors.
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>

// A step frees all of its activations, and glibc then gives the memory back to the system, only to
// have every page faulted in again by the next step: 2,000 to 3,600 faults and a third of the time
// of a small CNN's step. So memory stays: blocks of up to 32 MiB come from the heap, and what is
// free at its end is returned above 512 MiB. One arena, because the heaps of the others are of
// 64 MiB each and are unmapped whenever they are empty; libtorch allocates too rarely for threads
// to contend. Whoever sets glibc's own variables knows better and is left alone.
__attribute__((constructor)) static void keep_freed_memory() {
  if (std::getenv("MALLOC_ARENA_MAX") || std::getenv("MALLOC_TRIM_THRESHOLD_") ||
      std::getenv("MALLOC_MMAP_THRESHOLD_") || std::getenv("GLIBC_TUNABLES")) {
    return;
  }
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
  mallopt(M_ARENA_MAX, 1);
}
#endif
