package dev.backstory.it.grpc;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = GrpcApp.class,
        classPath = {"grpc-", "perfmark-api", "guava-", "failureaccess-"},
        properties = "jdk.net.hosts.file=src/test/resources/stranger-hosts",
        everyBuildOn = 25)
class GrpcNewestIT extends GrpcContract {}
