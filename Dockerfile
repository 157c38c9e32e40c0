# One image for coordinators, worker nodes and the command line; docs/docker.md.
#   docker build -t akkacoded .                              with the Akka.NET and TorchSharp packages
#   docker build -t akkacoded --build-arg ENGINE=Embedded .  with the stand-ins and Debian's libtorch
# BuildKit is needed (the default since Docker 23; before: DOCKER_BUILDKIT=1).
ARG DOTNET=10.0
# Packages or Embedded.
ARG ENGINE=Packages

# What a restore reads and nothing else: its layer stays valid while only sources change.
FROM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS projects
WORKDIR /src
COPY . .
RUN find . -type f ! \( -name '*.csproj' -o -name '*.props' -o -name '*.targets' \
      -o -name global.json -o -name '*.nupkg' -o -iname nuget.config \) -delete \
    && find . -mindepth 1 -type d -empty -delete

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
ARG ENGINE
# cpu or cuda-linux: which libtorch the packages bring.
ARG TORCH=cpu
# Empty: the versions of Directory.Build.props.
ARG AKKA_VERSION=
ARG TORCHSHARP_VERSION=
# One more package source: an address, or a folder of this checkout such as /src/packages. A source
# with credentials belongs into a NuGet.Config: --secret id=nugetconfig,src=NuGet.Config
ARG NUGET_SOURCE=
WORKDIR /src
COPY --from=projects /src .
# MSBuild reads this file by itself, so that restore and publish cannot differ.
RUN case "$(uname -m)" in aarch64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac; \
    { printf '%s\n' "-p:Engine=$ENGINE" "-p:Torch=$TORCH" "-p:RuntimeIdentifier=$rid" \
        -p:SelfContained=false -p:PublishDocumentationFile=false \
        -p:PublishReferencesDocumentationFiles=false; \
      [ -z "$AKKA_VERSION" ] || echo "-p:AkkaVersion=$AKKA_VERSION"; \
      [ -z "$TORCHSHARP_VERSION" ] || echo "-p:TorchSharpVersion=$TORCHSHARP_VERSION"; \
      [ -z "$NUGET_SOURCE" ] || echo "-p:RestoreAdditionalProjectSources=$NUGET_SOURCE"; \
    } > Directory.Build.rsp
RUN --mount=type=secret,id=nugetconfig,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore Program/Program.csproj --nologo
COPY . .
RUN dotnet publish Program/Program.csproj -c Release --no-restore --nologo -v quiet -o /app

# With Embedded: the binding for this distribution's libtorch, and the libraries that it loads:
# installing libtorch's package in the image would bring twice as much, from video codecs to a
# compiler. With Packages: nothing.
FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET} AS native
ARG ENGINE
RUN find /usr/lib /lib -name '*.so*' | sort > /of-the-base && mkdir -p /runtime
RUN case $ENGINE in [Pp]ackages) exit ;; esac; \
    apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      cmake g++ make libtorch-dev libopenblas0-pthread \
    && rm -rf /var/lib/apt/lists/*
COPY Embedded/Torch/native /src/Embedded/Torch/native
RUN case $ENGINE in [Pp]ackages) exit ;; esac; \
    bash -c '. /src/Embedded/Torch/native/ensure.sh && ensure_torch /src' \
    && ldd /src/artifacts/native/libakkacoded_torch.so | awk '/=> \//{ print $3 }' \
      | xargs readlink -f | sort -u | grep -vxFf /of-the-base > /libraries \
    && mkdir -p /runtime/app /runtime/etc/ld.so.conf.d \
    && xargs -a /libraries cp --parents -t /runtime \
    && xargs -a /libraries dirname | sort -u > /runtime/etc/ld.so.conf.d/akkacoded.conf \
    && cp /src/artifacts/native/libakkacoded_torch.so /runtime/app/

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET}
COPY --from=native /runtime /
RUN ldconfig
# As the launcher does: freed memory stays with the process.
ENV MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=33554432 \
    MALLOC_TRIM_THRESHOLD_=536870912
COPY --from=build /app /app
COPY hocon /app/hocon
COPY hocon/container.conf /etc/akkacoded/node.conf
RUN ln -s /app/akkacoded /usr/local/bin/akkacoded \
    && install -d -o "$APP_UID" -g "$APP_UID" /var/lib/akkacoded /data
# One BLAS thread per compute thread, as the launcher does: they share the cores.
ENV OPENBLAS_NUM_THREADS=1 \
    AKKACODED_DATA=/data
WORKDIR /var/lib/akkacoded
USER $APP_UID
EXPOSE 7400 7401
STOPSIGNAL SIGTERM
# Coordinators and nodes answer on the same port, each in a network of its own.
HEALTHCHECK --interval=10s --timeout=20s --start-period=60s --retries=3 \
    CMD ["akkacoded", "health", "--node", "/etc/akkacoded/node.conf"]
ENTRYPOINT ["akkacoded"]
CMD ["--help"]
