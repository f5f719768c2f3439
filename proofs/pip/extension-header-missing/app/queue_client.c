#include <Python.h>
#include <librdkafka/rdkafka.h>

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, "queue_client" };

PyMODINIT_FUNC PyInit_queue_client(void) { return PyModule_Create(&module); }
