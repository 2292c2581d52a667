# `node_api`: the headers of Node-API (a C interface, the same for every Node version) and of
# node-addon-api, both from npm, so that no header download is needed.
set(NODE_MODULES_DIR
    "${CMAKE_SOURCE_DIR}/node_modules"
    CACHE PATH "Where npm put node-addon-api and node-api-headers")

foreach(package node-addon-api node-api-headers)
  if(NOT EXISTS "${NODE_MODULES_DIR}/${package}/package.json")
    message(FATAL_ERROR "${package} is not in ${NODE_MODULES_DIR}: run `npm ci` first")
  endif()
endforeach()

add_library(node_api INTERFACE)
target_include_directories(node_api SYSTEM INTERFACE "${NODE_MODULES_DIR}/node-api-headers/include"
                                                     "${NODE_MODULES_DIR}/node-addon-api")
# A call into a worker that is being terminated fails with an exception that cannot be thrown; without
# NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS node-addon-api aborts the process. Electron refuses external buffers.
target_compile_definitions(
  node_api
  INTERFACE NAPI_VERSION=9
            NAPI_CPP_EXCEPTIONS
            NODE_ADDON_API_DISABLE_DEPRECATED
            NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED
            NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
            BUILDING_NODE_EXTENSION)
