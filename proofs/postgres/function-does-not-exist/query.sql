SELECT uuid_generate_v4();
