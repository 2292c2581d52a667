# Adds to `node_api` the import library of Node-API for Windows. It is made from the list of
# functions in node-api-headers, so that no node.lib is downloaded, and it delays loading: see
# native/platform/windows/delay_load_hook.cc.
set(node_def "${CMAKE_BINARY_DIR}/node.def")
set(node_import_library "${CMAKE_BINARY_DIR}/libnode.a")

# Its first line names a program; an import needs a library.
file(READ "${NODE_MODULES_DIR}/node-api-headers/def/node_api.def" functions)
string(REGEX REPLACE "^NAME [^\n]*" "LIBRARY node.exe" functions "${functions}")
file(WRITE "${node_def}" "${functions}")
execute_process(COMMAND ${CMAKE_DLLTOOL} --input-def ${node_def} --output-delaylib
                        ${node_import_library} COMMAND_ERROR_IS_FATAL ANY)

target_link_libraries(node_api INTERFACE ${node_import_library} delayimp)
