package dev.backstory.it.grpc;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = GrpcApp.class,
        libraries = "grpc-oldest",
        properties = "jdk.net.hosts.file=src/test/resources/stranger-hosts",
        besideOthers = false,
        everyBuildOn = 17)
class GrpcOldestIT extends GrpcContract {}
