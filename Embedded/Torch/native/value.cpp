#include "value.h"

#include <cstring>

namespace ac {

static double to_double(int64_t bits) {
  double number;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

static int64_t to_bits(double number) {
  int64_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

template <typename T>
static const T* items(const ac_value& value) {
  return reinterpret_cast<const T*>(value.bits);
}

std::vector<at::Tensor> to_tensors(const ac_value& value) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(value.count);
  auto handles = items<void*>(value);
  for (int32_t i = 0; i < value.count; i++) {
    tensors.push_back(handles[i] ? borrow(handles[i]) : at::Tensor());
  }
  return tensors;
}

static c10::IValue to_list(const ac_value& value) {
  if (value.kind == AC_INTS) {
    auto first = items<int64_t>(value);
    return c10::IValue(std::vector<int64_t>(first, first + value.count));
  }
  if (value.kind == AC_DOUBLES) {
    auto first = items<double>(value);
    return c10::IValue(std::vector<double>(first, first + value.count));
  }
  if (value.kind == AC_BOOLS) {
    c10::List<bool> list;
    for (int32_t i = 0; i < value.count; i++) list.push_back(items<int64_t>(value)[i] != 0);
    return c10::IValue(list);
  }
  if (value.kind == AC_TENSORS) return c10::IValue(to_tensors(value));
  // Tensor?[]: written without naming an optional type, which libtorch has changed over time.
  c10::impl::GenericList list(c10::OptionalType::ofTensor());
  for (int32_t i = 0; i < value.count; i++) {
    auto handle = items<void*>(value)[i];
    list.push_back(handle ? c10::IValue(borrow(handle)) : c10::IValue());
  }
  return c10::IValue(list);
}

c10::IValue to_ivalue(const ac_value& value) {
  switch (value.kind) {
    case AC_NONE:
      return c10::IValue();
    case AC_TENSOR:
      return c10::IValue(borrow(reinterpret_cast<void*>(value.bits)));
    case AC_INT:
      return c10::IValue(value.bits);
    case AC_DOUBLE:
      return c10::IValue(to_double(value.bits));
    case AC_BOOL:
      return c10::IValue(value.bits != 0);
    case AC_DEVICE:
      return c10::IValue(to_device(value.bits));
    case AC_STRING:
      return c10::IValue(std::string(items<char>(value), value.count));
    case AC_GENERATOR:
      return c10::IValue(*reinterpret_cast<at::Generator*>(value.bits));
    default:
      return to_list(value);
  }
}

// Lists and tuples of tensors are flattened: the managed side knows the operator's signature.
void push_result(const c10::IValue& value) {
  if (value.isTensor()) {
    auto handle = reinterpret_cast<int64_t>(give(value.toTensor()));
    last_results.push_back({handle ? AC_TENSOR : AC_NONE, 0, handle});
  } else if (value.isInt()) {
    last_results.push_back({AC_INT, 0, value.toInt()});
  } else if (value.isDouble()) {
    last_results.push_back({AC_DOUBLE, 0, to_bits(value.toDouble())});
  } else if (value.isBool()) {
    last_results.push_back({AC_BOOL, 0, value.toBool()});
  } else if (value.isTensorList()) {
    for (const auto& tensor : value.toTensorVector()) push_result(c10::IValue(tensor));
  } else if (value.isTuple()) {
    for (const auto& element : value.toTupleRef().elements()) push_result(element);
  } else if (value.isList()) {
    for (const auto& element : value.toListRef()) push_result(element);
  } else if (value.isNone()) {
    last_results.push_back({AC_NONE, 0, 0});
  } else {
    TORCH_CHECK(false, "a result of type ", value.tagKind(), " is not supported");
  }
}

int32_t hand_over(const ac_value** results) {
  *results = last_results.data();
  return static_cast<int32_t>(last_results.size());
}

}  // namespace ac
