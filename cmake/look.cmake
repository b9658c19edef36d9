# SPDX-FileCopyrightText: The Castdeck authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Asked by ccache what a source consists of, a compiler that is also told to analyse it prints nothing: a header that was
# changed would be missed.
set(CMAKE_CXX_COMPILER_LAUNCHER "")

# Joined sources may shadow each other.
if(CMAKE_UNITY_BUILD)
  set(look -w)
endif()

# Sources are looked at, not compiled: an object and a library are empty files, a program is one that does nothing.
set(CMAKE_CXX_COMPILE_OBJECT
  "<CMAKE_CXX_COMPILER> <DEFINES> <INCLUDES> <FLAGS> -fsyntax-only ${look} <SOURCE>"
  "${CMAKE_COMMAND} -E touch <OBJECT>")
set(CMAKE_CXX_CREATE_STATIC_LIBRARY "${CMAKE_COMMAND} -E touch <TARGET>")
set(CMAKE_CXX_LINK_EXECUTABLE "${CMAKE_COMMAND} -E copy /bin/true <TARGET>")

# By itself a source of the product is also analysed, which the analyser does only in the file that it is given, never
# in joined ones. NewDeleteLeaks is left out: it does not know that a parent deletes its children.
set(analyse "-Xclang -analyze -Xclang -analyzer-output=text -Xclang -analyzer-werror"
  "-Xclang -analyzer-checker=core,cplusplus -Xclang -analyzer-disable-checker=cplusplus.NewDeleteLeaks")
list(JOIN analyse " " analyse)

# Gives a header that is not the first to be read by a source of its own such a source, in the header's target: nothing
# is read before it that could hide a missing include.
function(castdeck_look_at_header target header)
  string(REGEX REPLACE "h$" "cpp" source ${header})
  set(first "")
  if(EXISTS ${source})
    file(STRINGS ${source} first REGEX "^#include" LIMIT_COUNT 1)
  endif()
  get_filename_component(name ${header} NAME)
  if(NOT first MATCHES "[\"/]${name}\"")
    file(RELATIVE_PATH source ${PROJECT_SOURCE_DIR} ${source})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers/${source} CONTENT "#include \"${header}\"\n")
    target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/headers/${source})
  endif()
endfunction()

# Has the product's targets in and below a folder analysed, and looks at the headers of all, once at each; leaves those
# that no target lists.
function(castdeck_look_at_targets folder left)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    if(folder MATCHES "^${PROJECT_SOURCE_DIR}/src")
      target_compile_options(${target} PRIVATE "SHELL:${analyse}")
    endif()
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.h$")
    foreach(header IN LISTS sources)
      get_filename_component(header ${header} ABSOLUTE BASE_DIR ${folder})
      if(header IN_LIST ${left})
        castdeck_look_at_header(${target} ${header})
        list(REMOVE_ITEM ${left} ${header})
      endif()
    endforeach()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    castdeck_look_at_targets(${below} ${left})
  endforeach()
  set(${left} ${${left}} PARENT_SCOPE)
endfunction()

# What is built for Windows is a project of its own.
set(windows "/(src/apps/wds|tests/wds/fake)/")

function(castdeck_look_at_all_headers)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.h ${PROJECT_SOURCE_DIR}/tests/*.h)
  list(FILTER headers EXCLUDE REGEX "${windows}")
  castdeck_look_at_targets(${PROJECT_SOURCE_DIR} headers)
  if(headers)
    message(FATAL_ERROR "No target lists these headers, nothing looks at them: ${headers}")
  endif()
endfunction()

if(NOT CMAKE_UNITY_BUILD)
  cmake_language(DEFER CALL castdeck_look_at_all_headers)
endif()
