// Between ac_value and libtorch's own values, and from exceptions to ac_error().
#pragma once
#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

#include <exception>
#include <string>
#include <vector>

#include "shim.h"

namespace ac {

inline thread_local std::string last_error;
// Results stay valid until the next call on the same thread; the managed side reads them at once.
inline thread_local std::vector<ac_value> last_results;
inline thread_local std::string last_names;

inline c10::TensorImpl* impl(void* handle) { return static_cast<c10::TensorImpl*>(handle); }

// A second strong reference: the tensor outlives the call whatever other threads release.
inline at::Tensor borrow(void* handle) {
  return at::Tensor(
      c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(impl(handle)));
}

inline void* give(at::Tensor tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline c10::Device to_device(int64_t bits) {
  const auto index = static_cast<int32_t>(bits & 0xffffffff);
  return c10::Device(
      static_cast<c10::DeviceType>(bits >> 32), static_cast<c10::DeviceIndex>(index));
}

c10::IValue to_ivalue(const ac_value& value);
void push_result(const c10::IValue& value);
std::vector<at::Tensor> to_tensors(const ac_value& value);
int32_t hand_over(const ac_value** results);

// Runs body; on an exception keeps libtorch's message and returns what the caller takes as failure.
template <typename T, typename Body>
T guarded(T failure, Body body) {
  try {
    return body();
  } catch (const c10::Error& error) {
    last_error = error.what_without_backtrace();
  } catch (const std::exception& error) {
    last_error = error.what();
  } catch (...) {
    last_error = "libtorch threw something that is no std::exception";
  }
  return failure;
}

}  // namespace ac
