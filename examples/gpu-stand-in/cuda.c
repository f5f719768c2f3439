/* A stand-in for libcuda.so.1: PyTorch looks these names up when it loads the driver's interface and calls one of them. */
int cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active) { *flags = 0; *active = 1; return 0; }
#define ABSENT(name) int name(void) { return 801; }
ABSENT(cuDeviceGetAttribute) ABSENT(cuMemAddressReserve) ABSENT(cuMemRelease) ABSENT(cuMemMap)
ABSENT(cuMemAddressFree) ABSENT(cuMemSetAccess) ABSENT(cuMemUnmap) ABSENT(cuMemCreate)
ABSENT(cuMemGetAllocationGranularity) ABSENT(cuMemExportToShareableHandle) ABSENT(cuMemImportFromShareableHandle)
ABSENT(cuMemsetD32Async) ABSENT(cuStreamWriteValue32) ABSENT(cuGetErrorString)
ABSENT(cuMulticastAddDevice) ABSENT(cuMulticastBindMem) ABSENT(cuMulticastCreate) ABSENT(cuInit)
