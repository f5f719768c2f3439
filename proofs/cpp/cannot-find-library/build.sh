gcc main.c -lgreet -o app
