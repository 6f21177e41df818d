package dev.backstory.it.clients;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = LibrariesApp.class,
        libraries = "tomcat11",
        classPath = {
            "httpclient",
            "httpcore",
            "commons-logging",
            "commons-codec",
            "okhttp",
            "okio",
            "kotlin-stdlib",
            "opentelemetry-"
        },
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "backstory.store.wait=30s"},
        everyBuildOn = 25)
class LibrariesNewestIT extends LibrariesContract {}
