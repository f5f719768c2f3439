near: 4
FROM mcr.microsoft.com/dotnet/sdk:9.0
WORKDIR /src
COPY Shop.sln ./
RUN dotnet restore
