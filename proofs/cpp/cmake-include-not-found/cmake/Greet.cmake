message(STATUS "hello")
