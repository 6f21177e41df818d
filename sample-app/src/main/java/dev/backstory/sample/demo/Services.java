package dev.backstory.sample.demo;

import dev.backstory.store.StoryReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shop and the shipping service, each a JVM under the agent with a database of its own; a broker and a gateway are between them. */
record Services(Service shop, Service shipping, Path viewerFile) {

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    static Services start(Stage stage, Path home) throws IOException, InterruptedException {
        String jar = home.resolve("sample-app/target/backstory-sample-exec.jar").toString();
        String agent = "-javaagent:" + home.resolve("agent/target/backstory-agent.jar");
        String broker = broker(stage, jar);
        Path shopFile = stage.file("shop.address");
        Process shop = stage.start(
                "shop",
                Map.of(),
                SMALL.get(1),
                agent,
                "-Dserver.port=0",
                "-Dserver.address=127.0.0.1",
                "-Dshop.broker=" + broker,
                "-Dshop.topic=packed",
                "-Dshop.announce=" + shopFile,
                "-jar",
                jar);
        Path shippingFile = stage.file("shipping.address");
        // Its database is its own even where the shop is told to use another.
        Process shipping = stage.start(
                "shipping",
                Map.of("BACKSTORY_URL", ""),
                SMALL.get(0),
                SMALL.get(1),
                agent,
                "-Dshipping.broker=" + broker,
                "-Dshipping.announce=" + shippingFile,
                "-Dloader.main=dev.backstory.sample.shipping.ShippingService",
                "-cp",
                jar,
                "org.springframework.boot.loader.launch.PropertiesLauncher");
        Path gatewayFile = stage.file("gateway.address");
        Process gateway = stage.start(
                "gateway",
                Map.of(),
                SMALL.get(0),
                SMALL.get(1),
                agent,
                "-Dgateway.broker=" + broker,
                "-Dgateway.from=packed",
                "-Dgateway.to=parcels",
                "-Dgateway.announce=" + gatewayFile,
                "-Dloader.main=dev.backstory.sample.gateway.Gateway",
                "-cp",
                jar,
                "org.springframework.boot.loader.launch.PropertiesLauncher");
        Service sends = Service.announced(stage, "shop", shop, shopFile);
        Service receives = Service.announced(stage, "shipping", shipping, shippingFile);
        stage.await("gateway", gateway, () -> Files.exists(gatewayFile));
        return new Services(sends, receives, viewerFile(stage, receives));
    }

    private static String broker(Stage stage, String jar) throws IOException {
        int port;
        int controller;
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            port = one.getLocalPort();
            controller = other.getLocalPort();
        }
        stage.start(
                "broker",
                Map.of(),
                SMALL.get(0),
                SMALL.get(1),
                "-Dloader.main=dev.backstory.sample.demo.Broker",
                "-cp",
                jar,
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                Files.createDirectory(stage.file("broker")).toString(),
                Integer.toString(port),
                Integer.toString(controller));
        return "localhost:" + port;
    }

    /** What the viewer and the command line have to be told about the second store. */
    private static Path viewerFile(Stage stage, Service shipping) throws IOException {
        return Files.writeString(
                stage.file("viewer.properties"),
                "store.shipping.url=" + shipping.url() + "\nstore.shipping.user=" + shipping.user() + "\n");
    }

    /** How a process beside them reads all stories, as environment. */
    Map<String, String> databases() {
        Map<String, String> environment = new HashMap<>(shop.database());
        environment.put("BACKSTORY_VIEWER", viewerFile.toString());
        environment.put("BACKSTORY_PASSWORD_SHIPPING", shipping.password());
        return environment;
    }

    /** Everything that is stored, the shop's first. */
    List<StoryReader> stories() {
        return List.of(shop.stories(), shipping.stories());
    }
}
