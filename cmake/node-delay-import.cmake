# Adds to `node_api` the import library of Node-API for Windows. It is made from the list of functions in
# node-api-headers, so that no node.lib is downloaded, and the linker delays its loading: see
# native/platform/windows/delay_load_hook.cc.
set(node_def "${CMAKE_BINARY_DIR}/node.def")
set(node_import_library "${CMAKE_BINARY_DIR}/libnode.a")

# Its first line names a program; an import needs a library.
file(READ "${NODE_MODULES_DIR}/node-api-headers/def/node_api.def" functions)
string(REGEX REPLACE "^NAME [^\n]*" "LIBRARY node.exe" functions "${functions}")
file(WRITE "${node_def}" "${functions}")
execute_process(COMMAND ${CMAKE_DLLTOOL} -m i386:x86-64 -d ${node_def} -l
                        ${node_import_library} COMMAND_ERROR_IS_FATAL ANY)

# An ordinary import library with lld's own delay loading: what `dlltool --output-delaylib` makes writes its table of
# addresses, which lld puts where nothing can be written. The helper that loads is mingw-w64's.
target_link_libraries(node_api INTERFACE ${node_import_library} delayimp)
target_link_options(node_api INTERFACE -Wl,-Xlink=-delayload:node.exe)
