near: 3
FROM mcr.microsoft.com/dotnet/sdk:9.0
WORKDIR /src
RUN dotnet build
