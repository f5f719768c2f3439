// The least module that Redis takes: it says its name and version.
typedef int (*get_api)(const char *, void *);

int RedisModule_OnLoad(void **ctx, void **argv, int argc) {
  void (*attributes)(void *, const char *, int, int);
  (void)argv;
  (void)argc;
  ((get_api)ctx[0])("RedisModule_SetModuleAttribs", &attributes);
  attributes(ctx, "least", 1, 1);
  return 0;
}
