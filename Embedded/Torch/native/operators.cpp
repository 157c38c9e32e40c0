// Operators by name, tensors, autograd.
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>

#include <cstring>

#include "value.h"

using ac::borrow;
using ac::give;
using ac::guarded;

AC_API const char* ac_error() { return ac::last_error.c_str(); }

AC_API const char* ac_version() { return TORCH_VERSION; }

AC_API void* ac_operator(const char* name, const char* overload) {
  return guarded<void*>(nullptr, [&]() -> void* {
    auto found = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    return new c10::OperatorHandle(found);
  });
}

AC_API int32_t ac_call(
    void* op, const ac_value* arguments, int32_t count, const ac_value** results) {
  return guarded<int32_t>(-1, [&] {
    const auto& handle = *static_cast<c10::OperatorHandle*>(op);
    const auto& declared = handle.schema().arguments();
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    for (int32_t i = 0; i < count; i++) stack.push_back(ac::to_ivalue(arguments[i]));
    // Trailing arguments that the caller left out take the defaults of libtorch's own schema.
    for (size_t i = count; i < declared.size(); i++) {
      TORCH_CHECK(
          declared[i].default_value().has_value(), handle.operator_name(), ": argument ",
          declared[i].name(), " is missing");
      stack.push_back(*declared[i].default_value());
    }
    handle.callBoxed(&stack);
    ac::last_results.clear();
    for (const auto& value : stack) ac::push_result(value);
    return ac::hand_over(results);
  });
}

AC_API void ac_tensor_release(void* tensor) {
  if (tensor) c10::raw::intrusive_ptr::decref(ac::impl(tensor));
}

AC_API void* ac_tensor_alias(void* tensor) { return give(borrow(tensor)); }

AC_API int32_t ac_tensor_info_of(void* tensor, ac_tensor_info* info) {
  return guarded<int32_t>(-1, [&] {
    auto value = borrow(tensor);
    // Sparse tensors have sizes, but neither strides nor one block of memory.
    const bool dense = value.layout() == c10::kStrided;
    info->dimensions = value.dim();
    info->sizes = value.sizes().data();
    info->strides = dense ? value.strides().data() : nullptr;
    info->elements = value.numel();
    info->storage_offset = dense ? value.storage_offset() : 0;
    info->dtype = static_cast<int32_t>(value.scalar_type());
    info->element_size = static_cast<int32_t>(value.element_size());
    info->device_type = static_cast<int32_t>(value.device().type());
    info->device_index = value.device().index();
    info->requires_grad = value.requires_grad();
    info->is_leaf = value.is_leaf();
    info->is_contiguous = dense && value.is_contiguous();
    info->is_sparse = value.is_sparse();
    return 0;
  });
}

AC_API void* ac_tensor_data(void* tensor) {
  return guarded<void*>(nullptr, [&] { return borrow(tensor).data_ptr(); });
}

AC_API void* ac_tensor_from_memory(
    const void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype) {
  return guarded<void*>(nullptr, [&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    auto tensor = at::empty(at::IntArrayRef(sizes, static_cast<size_t>(dimensions)), options);
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
    return give(std::move(tensor));
  });
}

AC_API int32_t ac_tensor_set_requires_grad(void* tensor, int32_t on) {
  return guarded<int32_t>(-1, [&] {
    borrow(tensor).set_requires_grad(on != 0);
    return 0;
  });
}

AC_API void* ac_tensor_grad(void* tensor) {
  return guarded<void*>(nullptr, [&] { return give(borrow(tensor).grad()); });
}

AC_API int32_t ac_tensor_clear_grad(void* tensor) {
  return guarded<int32_t>(-1, [&] {
    borrow(tensor).mutable_grad() = at::Tensor();
    return 0;
  });
}

AC_API int32_t ac_tensor_retain_grad(void* tensor) {
  return guarded<int32_t>(-1, [&] {
    borrow(tensor).retain_grad();
    return 0;
  });
}

AC_API int32_t ac_grad(
    const ac_value* outputs, const ac_value* inputs, const ac_value* grad_outputs,
    int32_t retain_graph, int32_t create_graph, int32_t allow_unused,
    const ac_value** results) {
  return guarded<int32_t>(-1, [&] {
    auto gradients = torch::autograd::grad(
        ac::to_tensors(*outputs), ac::to_tensors(*inputs), ac::to_tensors(*grad_outputs),
        retain_graph != 0, create_graph != 0, allow_unused != 0);
    ac::last_results.clear();
    for (const auto& gradient : gradients) ac::push_result(c10::IValue(gradient));
    return ac::hand_over(results);
  });
}

AC_API int32_t ac_backward(
    const ac_value* tensors, const ac_value* grad_tensors, int32_t retain_graph,
    int32_t create_graph, const ac_value* inputs) {
  return guarded<int32_t>(-1, [&] {
    torch::autograd::backward(
        ac::to_tensors(*tensors), ac::to_tensors(*grad_tensors), retain_graph != 0,
        create_graph != 0, ac::to_tensors(*inputs));
    return 0;
  });
}

AC_API int32_t ac_grad_enabled() { return c10::GradMode::is_enabled(); }

AC_API void ac_set_grad_enabled(int32_t on) { c10::GradMode::set_enabled(on != 0); }
