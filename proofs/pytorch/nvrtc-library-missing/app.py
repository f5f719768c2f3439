# Compiles a kernel as torch does, with the NVRTC of the folder lib.
import ctypes

nvrtc = ctypes.CDLL('lib/libnvrtc.so.12')
program = ctypes.c_void_p()
source = b'extern "C" __global__ void one(float *a) { a[0] = 1; }'
nvrtc.nvrtcCreateProgram(ctypes.byref(program), source, b'one.cu', 0, None, None)
if nvrtc.nvrtcCompileProgram(program, 0, None) != 0:
    size = ctypes.c_size_t()
    nvrtc.nvrtcGetProgramLogSize(program, ctypes.byref(size))
    log = ctypes.create_string_buffer(size.value)
    nvrtc.nvrtcGetProgramLog(program, log)
    raise RuntimeError(log.value.decode())
print('compiled')
