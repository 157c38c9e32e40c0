// Random numbers, threads, devices.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/cuda.h>

#include <mutex>

#include "value.h"

using ac::borrow;
using ac::give;
using ac::guarded;

static at::Generator& generator_at(void* handle) { return *static_cast<at::Generator*>(handle); }

AC_API int32_t ac_manual_seed(int64_t seed) {
  return guarded<int32_t>(-1, [&] {
    at::manual_seed(static_cast<uint64_t>(seed));
    return 0;
  });
}

AC_API void* ac_generator_new(uint64_t seed, int64_t device) {
  return guarded<void*>(nullptr, [&]() -> void* {
    auto where = ac::to_device(device);
    if (where.is_cpu()) {
      return new at::Generator(at::make_generator<at::CPUGeneratorImpl>(seed));
    }
    // No header of the device is named: a clone of its default generator is one of its own.
    auto generator = at::globalContext().defaultGenerator(where).clone();
    generator.set_current_seed(seed);
    return new at::Generator(generator);
  });
}

AC_API void* ac_generator_default() {
  return guarded<void*>(nullptr, [&]() -> void* {
    return new at::Generator(at::detail::getDefaultCPUGenerator());
  });
}

AC_API void ac_generator_release(void* generator) {
  delete static_cast<at::Generator*>(generator);
}

template <typename Body>
static int32_t with_generator(void* handle, Body body) {
  return guarded<int32_t>(-1, [&] {
    auto& generator = generator_at(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    body(generator);
    return 0;
  });
}

AC_API int32_t ac_generator_set_seed(void* generator, uint64_t seed) {
  return with_generator(generator, [&](at::Generator& g) { g.set_current_seed(seed); });
}

AC_API int32_t ac_generator_seed(void* generator, int64_t* seed) {
  return with_generator(generator, [&](at::Generator& g) {
    *seed = static_cast<int64_t>(g.seed());
  });
}

AC_API int32_t ac_generator_initial_seed(void* generator, int64_t* seed) {
  return with_generator(generator, [&](at::Generator& g) {
    *seed = static_cast<int64_t>(g.current_seed());
  });
}

AC_API void* ac_generator_get_state(void* generator) {
  return guarded<void*>(nullptr, [&] {
    auto& own = generator_at(generator);
    std::lock_guard<std::mutex> lock(own.mutex());
    return give(own.get_state());
  });
}

AC_API int32_t ac_generator_set_state(void* generator, void* state) {
  return with_generator(generator, [&](at::Generator& g) { g.set_state(borrow(state)); });
}

AC_API int32_t ac_get_threads(int32_t interop) {
  return guarded<int32_t>(-1, [&]() -> int32_t {
    return interop ? static_cast<int32_t>(at::get_num_interop_threads()) : at::get_num_threads();
  });
}

AC_API int32_t ac_set_threads(int32_t interop, int32_t count) {
  return guarded<int32_t>(-1, [&] {
    if (interop) {
      at::set_num_interop_threads(count);
    } else {
      at::set_num_threads(count);
    }
    return 0;
  });
}

AC_API int32_t ac_cuda_available() {
  return guarded<int32_t>(0, [&]() -> int32_t { return torch::cuda::is_available(); });
}

AC_API int32_t ac_cudnn_available() {
  return guarded<int32_t>(0, [&]() -> int32_t { return torch::cuda::cudnn_is_available(); });
}

AC_API int32_t ac_cuda_device_count() {
  return guarded<int32_t>(0, [&] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

AC_API int32_t ac_cuda_synchronize(int64_t index) {
  return guarded<int32_t>(-1, [&] {
    torch::cuda::synchronize(index);
    return 0;
  });
}

AC_API int32_t ac_cuda_manual_seed(uint64_t seed) {
  return guarded<int32_t>(-1, [&] {
    torch::cuda::manual_seed_all(seed);
    return 0;
  });
}
