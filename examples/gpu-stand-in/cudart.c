/* A stand-in for the parts of the CUDA runtime that PyTorch calls while it allocates and copies: one GPU that has
   GPU_BYTES of memory, GPU_USED of them taken already. It counts what is allocated and refuses what does not fit;
   it computes nothing. Preloaded before libcudart.so.12, so that PyTorch's own allocator meets the refusal. */
#define _GNU_SOURCE
#include <cuda_runtime_api.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define BLOCKS 200000
#define GRANULE ((size_t)2 << 20)

static size_t total = (size_t)6 << 30, used;
static struct { void *start; size_t size; } blocks[BLOCKS];
static int count;
static cudaError_t last;

__attribute__((constructor)) static void read_size(void) {
    const char *text = getenv("GPU_BYTES");
    if (text) total = strtoull(text, NULL, 10);
    text = getenv("GPU_USED");
    if (text) used = strtoull(text, NULL, 10);
}

/* Address space only: nothing is ever written to it, so that a GPU larger than this machine's memory can be played. */
cudaError_t cudaMalloc(void **start, size_t size) {
    size = (size + GRANULE - 1) / GRANULE * GRANULE;
    *start = NULL;
    if (used + size > total || count == BLOCKS) return last = cudaErrorMemoryAllocation;
    void *block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (block == MAP_FAILED) return last = cudaErrorMemoryAllocation;
    used += size;
    blocks[count].start = block;
    blocks[count++].size = size;
    *start = block;
    return cudaSuccess;
}

cudaError_t cudaFree(void *start) {
    for (int i = 0; start && i < count; i++) {
        if (blocks[i].start != start) continue;
        munmap(start, blocks[i].size);
        used -= blocks[i].size;
        blocks[i] = blocks[--count];
        break;
    }
    return cudaSuccess;
}

cudaError_t cudaMemGetInfo(size_t *free, size_t *all) {
    *free = total - used;
    *all = total;
    return cudaSuccess;
}

cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t size, enum cudaMemcpyKind kind, cudaStream_t stream) {
    if (kind != cudaMemcpyHostToDevice) memcpy(to, from, size);
    return cudaSuccess;
}

cudaError_t cudaMemcpy(void *to, const void *from, size_t size, enum cudaMemcpyKind kind) {
    return cudaMemcpyAsync(to, from, size, kind, 0);
}

cudaError_t cudaGetDeviceProperties_v2(struct cudaDeviceProp *p, int device) {
    memset(p, 0, sizeof *p);
    strcpy(p->name, "NVIDIA GeForce RTX 2060");
    p->totalGlobalMem = total;
    p->major = 7;
    p->minor = 5;
    p->multiProcessorCount = 30;
    p->warpSize = 32;
    p->maxThreadsPerBlock = p->maxThreadsPerMultiProcessor = 1024;
    p->sharedMemPerBlock = 49152;
    p->regsPerBlock = 65536;
    p->maxGridSize[0] = 2147483647;
    p->maxGridSize[1] = p->maxGridSize[2] = 65535;
    p->maxThreadsDim[0] = p->maxThreadsDim[1] = 1024;
    p->maxThreadsDim[2] = 64;
    p->textureAlignment = 512;
    return cudaSuccess;
}

cudaError_t cudaGetLastError(void) {
    cudaError_t error = last;
    last = cudaSuccess;
    return error;
}

cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned flags, int priority) {
    static size_t made;
    *stream = (cudaStream_t)(0x1000 + 16 * ++made);
    return cudaSuccess;
}

cudaError_t cudaPointerGetAttributes(struct cudaPointerAttributes *a, const void *pointer) {
    memset(a, 0, sizeof *a);
    a->type = cudaMemoryTypeUnregistered;
    a->device = -1;
    return cudaSuccess;
}

cudaError_t cudaFuncGetAttributes(struct cudaFuncAttributes *a, const void *function) {
    memset(a, 0, sizeof *a);
    a->binaryVersion = a->ptxVersion = 75;
    a->maxThreadsPerBlock = 1024;
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device) {
    *value = attribute == cudaDevAttrMultiProcessorCount ? 30 : attribute == cudaDevAttrWarpSize ? 32 : 0;
    return cudaSuccess;
}

cudaError_t cudaGetDriverEntryPoint(const char *name, void **function, unsigned long long flags,
                                    enum cudaDriverEntryPointQueryResult *result) {
    *function = NULL;
    if (result) *result = cudaDriverEntryPointSymbolNotFound;
    return cudaSuccess;
}

#define ANSWERS(declaration, ...) cudaError_t declaration { __VA_ARGS__; return cudaSuccess; }
ANSWERS(cudaGetDeviceCount(int *n), *n = 1)
ANSWERS(cudaGetDevice(int *device), *device = 0)
ANSWERS(cudaSetDevice(int device), (void)0)
ANSWERS(cudaDriverGetVersion(int *v), *v = 12040)
ANSWERS(cudaRuntimeGetVersion(int *v), *v = 12040)
ANSWERS(cudaDeviceCanAccessPeer(int *can, int a, int b), *can = 0)
ANSWERS(cudaDeviceGetStreamPriorityRange(int *least, int *greatest), *least = 0; *greatest = -5)
ANSWERS(cudaDeviceSynchronize(void), (void)0)
ANSWERS(cudaPeekAtLastError(void), if (last) return last)
ANSWERS(cudaStreamSynchronize(cudaStream_t s), (void)0)
ANSWERS(cudaStreamQuery(cudaStream_t s), (void)0)
ANSWERS(cudaStreamWaitEvent(cudaStream_t s, cudaEvent_t e, unsigned f), (void)0)
ANSWERS(cudaStreamIsCapturing(cudaStream_t s, enum cudaStreamCaptureStatus *c), *c = cudaStreamCaptureStatusNone)
ANSWERS(cudaThreadExchangeStreamCaptureMode(enum cudaStreamCaptureMode *m), (void)0)
ANSWERS(cudaEventCreateWithFlags(cudaEvent_t *e, unsigned f), *e = (cudaEvent_t)0x10)
ANSWERS(cudaEventDestroy(cudaEvent_t e), (void)0)
ANSWERS(cudaEventQuery(cudaEvent_t e), (void)0)
ANSWERS(cudaEventSynchronize(cudaEvent_t e), (void)0)
ANSWERS(cudaEventRecord(cudaEvent_t e, cudaStream_t s), (void)0)
ANSWERS(cudaMemsetAsync(void *p, int v, size_t n, cudaStream_t s), (void)0)
ANSWERS(cudaHostAlloc(void **p, size_t n, unsigned f), *p = malloc(n))
ANSWERS(cudaFreeHost(void *p), free(p))
ANSWERS(cudaFuncSetAttribute(const void *f, enum cudaFuncAttribute a, int v), (void)0)
ANSWERS(cudaLaunchKernel(const void *f, dim3 g, dim3 b, void **a, size_t s, cudaStream_t t), (void)0)
