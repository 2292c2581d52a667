#pragma once

#include <napi.h>

#include <exception>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bindings/runtime/environment.h"

namespace bindings {

/** Runs `action`; what it throws becomes a JS exception. Nothing else may leave a callback. */
template <typename Action>
napi_value guard(napi_env env, Action action) {
  try {
    return action();
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();
  } catch (const std::exception& error) {
    Napi::Error::New(env, error.what()).ThrowAsJavaScriptException();
  }
  return nullptr;
}

/**
 * The C++ half of a JS class. `Self` has `kName`, `kTag` (a random type tag by which its objects are told from all
 * others) and `static std::unique_ptr<Self> construct(Environment&, const Napi::CallbackInfo&)`.
 *
 * What Napi::ObjectWrap has not: arguments are known by their tag, C++ can hand out objects of classes that JS cannot
 * construct, and no C++ exception leaves a callback.
 *
 * A wrapped object never refers to another JS object that is wrapped. What needs the other holds its engine half, so
 * no order of finalizers matters.
 */
template <typename Self>
class Wrapped {
 public:
  template <auto Method>
  static napi_property_descriptor method(const char* name) {
    return {name, nullptr, call<Method>, nullptr, nullptr, nullptr, napi_default_method, nullptr};
  }

  template <auto Getter>
  static napi_property_descriptor getter(const char* name) {
    return {name,   nullptr, nullptr, call<Getter>, nullptr, nullptr, napi_default_jsproperty,
            nullptr};
  }

  template <auto Getter, auto Setter>
  static napi_property_descriptor accessor(const char* name) {
    return {name,   nullptr, nullptr, call<Getter>, call<Setter>, nullptr, napi_default_jsproperty,
            nullptr};
  }

  template <auto Function>
  static napi_property_descriptor staticMethod(const char* name) {
    const auto callback = [](napi_env env, napi_callback_info info) {
      return guard(env, [&]() -> napi_value { return Function(Napi::CallbackInfo(env, info)); });
    };
    const auto attributes =
        static_cast<napi_property_attributes>(napi_static | napi_default_method);
    return {name, nullptr, callback, nullptr, nullptr, nullptr, attributes, nullptr};
  }

  /** Adds the class to `exports`. */
  static void define(Environment& environment, Napi::Object exports,
                     std::vector<napi_property_descriptor> members) {
    napi_value constructor = nullptr;
    const auto status =
        napi_define_class(environment.env(), Self::kName, NAPI_AUTO_LENGTH, constructObject,
                          nullptr, members.size(), members.data(), &constructor);
    if (status != napi_ok) throw Napi::Error::New(environment.env());
    const Napi::Function function(environment.env(), constructor);
    environment.setConstructor(&Self::kTag, function);
    exports.Set(Self::kName, function);
  }

  /** The native half of a value, or null if it is not an object of this class. */
  static Self* tryUnwrap(Napi::Value value) {
    if (!value.IsObject()) return nullptr;
    bool matches = false;
    void* data = nullptr;
    const Environment* const environment = Environment::of(value.Env());
    if (environment == nullptr) return nullptr;
    const auto tag = environment->tagOf(Self::kTag);
    if (napi_check_object_type_tag(value.Env(), value, &tag, &matches) != napi_ok || !matches ||
        napi_unwrap(value.Env(), value, &data) != napi_ok) {
      return nullptr;
    }
    return static_cast<Self*>(data);
  }

  static Self& unwrap(Napi::Value value, const std::string& name) {
    if (Self* const self = tryUnwrap(value)) return *self;
    const std::string article =
        std::string("AEIOU").find(Self::kName[0]) == std::string::npos ? "a " : "an ";
    throw Napi::TypeError::New(value.Env(), name + " must be " + article + Self::kName);
  }

  /** A new JS object around `self`. */
  static Napi::Object wrap(Environment& environment, std::unique_ptr<Self> self) {
    environment.adopting = self.get();
    try {
      auto object = environment.constructor(&Self::kTag).New({});
      static_cast<void>(self.release());
      return object;
    } catch (...) {
      environment.adopting = nullptr;
      throw;
    }
  }

 private:
  template <auto Method>
  static napi_value call(napi_env env, napi_callback_info raw) {
    return guard(env, [&]() -> napi_value {
      const Napi::CallbackInfo info(env, raw);
      return (unwrap(info.This(), "this").*Method)(info);
    });
  }

  static napi_value constructObject(napi_env env, napi_callback_info raw) {
    return guard(env, [&]() -> napi_value {
      const Napi::CallbackInfo info(env, raw);
      Environment& environment = *Environment::of(env);
      auto* const adopted = static_cast<Self*>(std::exchange(environment.adopting, nullptr));
      if (adopted != nullptr) {
        attach(info, adopted);
        return info.This();
      }
      if (!info.IsConstructCall()) {
        throw Napi::TypeError::New(env, std::string(Self::kName) + " must be called with new");
      }
      environment.requireOpen();
      std::unique_ptr<Self> created = Self::construct(environment, info);
      attach(info, created.get());
      static_cast<void>(created.release());
      return info.This();
    });
  }

  static void attach(const Napi::CallbackInfo& info, Self* self) {
    const auto finalize = [](napi_env, void* data, void*) { delete static_cast<Self*>(data); };
    const auto tag = Environment::of(info.Env())->tagOf(Self::kTag);
    if (napi_type_tag_object(info.Env(), info.This(), &tag) != napi_ok ||
        napi_wrap(info.Env(), info.This(), self, finalize, nullptr, nullptr) != napi_ok) {
      throw Napi::Error::New(info.Env());
    }
    if constexpr (std::is_base_of_v<LiveObject, Self>) {
      self->keepAlive(info.This().template As<Napi::Object>());
    }
  }
};

/** For classes that JS is given and cannot make. */
template <typename Self>
std::unique_ptr<Self> rejectConstruction(Napi::Env env) {
  throw Napi::TypeError::New(env, std::string(Self::kName) + " cannot be constructed");
}

}  // namespace bindings
