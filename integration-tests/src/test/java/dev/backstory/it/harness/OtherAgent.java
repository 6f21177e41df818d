package dev.backstory.it.harness;

import java.nio.file.Path;
import java.util.stream.Stream;

/** An agent of somebody else; told to send nothing, because there is nobody to send it to. */
enum OtherAgent {
    OPENTELEMETRY("OpenTelemetry", "opentelemetry-javaagent", """
            otel.traces.exporter=none
            otel.metrics.exporter=none
            otel.logs.exporter=none
            """),
    DATADOG("Datadog", "dd-java-agent", """
            dd.trace.otel.enabled=true
            dd.trace.startup.logs=false
            dd.instrumentation.telemetry.enabled=false
            dd.remote_config.enabled=false
            dd.jmxfetch.enabled=false
            """),
    ELASTIC("Elastic", "elastic-apm-agent", """
            elastic.apm.disable_send=true
            elastic.apm.central_config=false
            elastic.apm.cloud_provider=NONE
            elastic.apm.log_level=WARN
            elastic.apm.application_packages=dev.backstory.it
            """);

    private final String vendor;
    private final String artifact;
    private final String properties;

    OtherAgent(String vendor, String artifact, String properties) {
        this.vendor = vendor;
        this.artifact = artifact;
        this.properties = properties;
    }

    String vendor() {
        return vendor;
    }

    /** From the build, which chooses it. */
    String version() {
        return System.getProperty("it." + artifact);
    }

    Stream<String> arguments() {
        return Stream.concat(
                Stream.of("-javaagent:" + Path.of("target", "agents", artifact + ".jar")),
                properties.lines().map(property -> "-D" + property));
    }
}
