# The first [ERROR] line says that the file is of another size than the configuration asks for.
ls -ln data
sed -i '/^innodb_data_file_path/d' my.cnf
