# Makes a module first.
cd work && go mod init example.com/app
