#pragma once

#include <napi.h>

#include <string>
#include <vector>

namespace bindings {

/**
 * The properties of a result. They are defined and not set: a setter that a page of code has put on
 * Object.prototype would be called in place of each, and the result would be empty.
 */
class Properties {
 public:
  explicit Properties(Napi::Env env) : env_(env) {}

  /** `name` has to live until `defineOn`. */
  Properties& add(const char* name, Napi::Value value) {
    descriptors_.push_back(
        {name, nullptr, nullptr, nullptr, nullptr, value, napi_default_jsproperty, nullptr});
    return *this;
  }
  Properties& add(const char* name, const std::string& text) {
    return add(name, Napi::String::New(env_, text));
  }
  Properties& add(const char* name, double number) {
    return add(name, Napi::Number::New(env_, number));
  }

  void defineOn(Napi::Object object) const {
    if (napi_define_properties(env_, object, descriptors_.size(), descriptors_.data()) != napi_ok) {
      throw Napi::Error::New(env_);
    }
  }

  Napi::Object toObject() const {
    auto object = Napi::Object::New(env_);
    defineOn(object);
    return object;
  }

 private:
  const Napi::Env env_;
  std::vector<napi_property_descriptor> descriptors_;
};

/** An array of what `convert` makes of each item, with elements that are defined and not set. */
template <typename T, typename Convert>
Napi::Value toArray(Napi::Env env, const std::vector<T>& items, Convert convert) {
  auto array = Napi::Array::New(env, items.size());
  std::vector<napi_property_descriptor> elements;
  elements.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    elements.push_back({nullptr, Napi::String::New(env, std::to_string(i)), nullptr, nullptr,
                        nullptr, convert(items[i]), napi_default_jsproperty, nullptr});
  }
  if (napi_define_properties(env, array, elements.size(), elements.data()) != napi_ok) {
    throw Napi::Error::New(env);
  }
  return array;
}

}  // namespace bindings
