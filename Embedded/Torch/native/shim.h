// The C surface between TorchSharp's stand-in and libtorch. Everything here is plain C data, so
// that the managed side depends on no C++ layout. A call that fails returns -1 or null and leaves
// libtorch's message for ac_error() on the same thread.
#pragma once
#include <cstdint>

#define AC_API extern "C" __attribute__((visibility("default")))

// What an ac_value holds; the managed ValueKind repeats these numbers.
enum ac_kind : int32_t {
  AC_NONE = 0,
  AC_TENSOR = 1,       // pointer: TensorImpl
  AC_INT = 2,          // bits: int64
  AC_DOUBLE = 3,       // bits: the double's bits
  AC_BOOL = 4,         // bits: 0 or 1
  AC_INTS = 5,         // pointer to int64, count
  AC_DOUBLES = 6,      // pointer to double, count
  AC_BOOLS = 7,        // pointer to int64, each 0 or 1, count
  AC_TENSORS = 8,      // pointer to TensorImpl*, count
  AC_MAYBE_TENSORS = 9,  // as AC_TENSORS, null stands for "no tensor here"
  AC_DEVICE = 10,      // bits: type << 32 | (uint32) index
  AC_STRING = 11,      // pointer to UTF-8, count bytes
  AC_GENERATOR = 12,   // pointer: at::Generator
};

struct ac_value {
  int32_t kind;
  int32_t count;
  int64_t bits;
};

struct ac_tensor_info {
  int64_t dimensions;
  const int64_t* sizes;
  const int64_t* strides;
  int64_t elements;
  int64_t storage_offset;
  int32_t dtype;
  int32_t element_size;
  int32_t device_type;
  int32_t device_index;
  int32_t requires_grad;
  int32_t is_leaf;
  int32_t is_contiguous;
  int32_t is_sparse;
};

// The last error of this thread.
AC_API const char* ac_error();
AC_API const char* ac_version();

// Operators, by name and overload, through the dispatcher's boxed interface.
AC_API void* ac_operator(const char* name, const char* overload);
AC_API int32_t ac_call(
    void* op, const ac_value* arguments, int32_t count, const ac_value** results);

// Tensors. A handle is one strong reference to a TensorImpl.
AC_API void ac_tensor_release(void* tensor);
AC_API void* ac_tensor_alias(void* tensor);
AC_API int32_t ac_tensor_info_of(void* tensor, ac_tensor_info* info);
AC_API void* ac_tensor_data(void* tensor);
AC_API void* ac_tensor_from_memory(
    const void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype);
AC_API int32_t ac_tensor_set_requires_grad(void* tensor, int32_t on);
AC_API void* ac_tensor_grad(void* tensor);
AC_API int32_t ac_tensor_clear_grad(void* tensor);
AC_API int32_t ac_tensor_retain_grad(void* tensor);

// Autograd.
AC_API int32_t ac_grad(
    const ac_value* outputs, const ac_value* inputs, const ac_value* grad_outputs,
    int32_t retain_graph, int32_t create_graph, int32_t allow_unused,
    const ac_value** results);
AC_API int32_t ac_backward(
    const ac_value* tensors, const ac_value* grad_tensors, int32_t retain_graph,
    int32_t create_graph, const ac_value* inputs);
AC_API int32_t ac_grad_enabled();
AC_API void ac_set_grad_enabled(int32_t on);

// Random numbers. A generator handle is a heap-allocated at::Generator.
AC_API int32_t ac_manual_seed(int64_t seed);
AC_API void* ac_generator_new(uint64_t seed, int64_t device);
AC_API void* ac_generator_default();
AC_API void ac_generator_release(void* generator);
AC_API int32_t ac_generator_set_seed(void* generator, uint64_t seed);
AC_API int32_t ac_generator_seed(void* generator, int64_t* seed);
AC_API int32_t ac_generator_initial_seed(void* generator, int64_t* seed);
AC_API void* ac_generator_get_state(void* generator);
AC_API int32_t ac_generator_set_state(void* generator, void* state);

// The process: threads and devices.
AC_API int32_t ac_get_threads(int32_t interop);
AC_API int32_t ac_set_threads(int32_t interop, int32_t count);
AC_API int32_t ac_cuda_available();
AC_API int32_t ac_cudnn_available();
AC_API int32_t ac_cuda_device_count();
AC_API int32_t ac_cuda_synchronize(int64_t index);
AC_API int32_t ac_cuda_manual_seed(uint64_t seed);

// TorchScript modules.
AC_API void* ac_jit_load(const char* path, int64_t device);
AC_API int32_t ac_jit_save(void* module, const char* path);
AC_API void ac_jit_release(void* module);
AC_API int32_t ac_jit_invoke(
    void* module, const char* method, const ac_value* arguments, int32_t count,
    const ac_value** results);
AC_API int32_t ac_jit_tensors(
    void* module, int32_t buffers, const ac_value** tensors, const char** names);
AC_API int32_t ac_jit_train(void* module, int32_t on);
AC_API int32_t ac_jit_is_training(void* module);
AC_API int32_t ac_jit_to(void* module, int64_t device, int32_t dtype);
