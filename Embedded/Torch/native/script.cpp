// TorchScript modules: loading, calling, looking inside.
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

#include "value.h"

using ac::borrow;
using ac::guarded;
using torch::jit::Module;

static Module& module_at(void* handle) { return *static_cast<Module*>(handle); }

// Names travel as one string, separated by newlines: a TorchScript name holds none.
static void add_name(const std::string& name) {
  if (!ac::last_names.empty()) ac::last_names += '\n';
  ac::last_names += name;
}

AC_API void* ac_jit_load(const char* path, int64_t device) {
  return guarded<void*>(nullptr, [&]() -> void* {
    return new Module(torch::jit::load(path, ac::to_device(device)));
  });
}

AC_API int32_t ac_jit_save(void* module, const char* path) {
  return guarded<int32_t>(-1, [&] {
    module_at(module).save(path);
    return 0;
  });
}

AC_API void ac_jit_release(void* module) { delete static_cast<Module*>(module); }

AC_API int32_t ac_jit_invoke(
    void* module, const char* method, const ac_value* arguments, int32_t count,
    const ac_value** results) {
  return guarded<int32_t>(-1, [&] {
    std::vector<c10::IValue> inputs;
    for (int32_t i = 0; i < count; i++) inputs.push_back(ac::to_ivalue(arguments[i]));
    auto result = module_at(module).get_method(method)(std::move(inputs));
    ac::last_results.clear();
    ac::push_result(result);
    return ac::hand_over(results);
  });
}

AC_API int32_t ac_jit_tensors(
    void* module, int32_t buffers, const ac_value** tensors, const char** names) {
  return guarded<int32_t>(-1, [&] {
    ac::last_results.clear();
    ac::last_names.clear();
    auto add = [](const std::string& name, const at::Tensor& tensor) {
      add_name(name);
      ac::push_result(c10::IValue(tensor));
    };
    if (buffers) {
      for (const auto& found : module_at(module).named_buffers()) add(found.name, found.value);
    } else {
      for (const auto& found : module_at(module).named_parameters()) add(found.name, found.value);
    }
    *names = ac::last_names.c_str();
    return ac::hand_over(tensors);
  });
}


AC_API int32_t ac_jit_train(void* module, int32_t on) {
  return guarded<int32_t>(-1, [&] {
    module_at(module).train(on != 0);
    return 0;
  });
}

AC_API int32_t ac_jit_is_training(void* module) {
  return guarded<int32_t>(-1, [&]() -> int32_t { return module_at(module).is_training(); });
}

AC_API int32_t ac_jit_to(void* module, int64_t device, int32_t dtype) {
  return guarded<int32_t>(-1, [&] {
    auto& own = module_at(module);
    if (dtype >= 0) own.to(static_cast<c10::ScalarType>(dtype));
    if (device >= 0) own.to(ac::to_device(device));
    return 0;
  });
}
