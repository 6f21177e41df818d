package dev.backstory.it.clients;

import dev.backstory.it.harness.UnderAgent;

@UnderAgent(
        value = LibrariesApp.class,
        libraries = {"tomcat11", "clients-oldest"},
        classPath = "opentelemetry-",
        properties = {"jdk.net.hosts.file=src/test/resources/stranger-hosts", "backstory.store.wait=30s"},
        besideOthers = false,
        everyBuildOn = 17)
class LibrariesOldestIT extends LibrariesContract {}
