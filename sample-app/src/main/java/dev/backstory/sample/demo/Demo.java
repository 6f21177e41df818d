package dev.backstory.sample.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** {@code ./sample-app/run [--once]}. */
public final class Demo {

    /** A process that was ended by a signal, Ctrl-C for example, ends with more. */
    private static final int SIGNALLED = 128;

    private final Path home;
    private final boolean once;
    private final Stage stage;

    private Demo(Path home, boolean once) throws IOException {
        this.home = home;
        this.once = once;
        this.stage = Stage.open();
    }

    public static void main(String[] args) {
        boolean once = List.of(args).contains("--once");
        if (!List.of("--once").containsAll(List.of(args))) {
            System.err.println("Usage: ./sample-app/run [--once]");
            System.exit(2);
        }
        int status;
        try {
            status = new Demo(Path.of(System.getProperty("shop.home", ".")), once).play();
        } catch (IOException | ExecutionException | IllegalStateException e) {
            System.err.println("The demo failed: " + e.getMessage());
            status = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 1;
        }
        System.exit(status);
    }

    private int play() throws IOException, InterruptedException, ExecutionException {
        stage.say(
                "starting a broker, the shop, a gateway and the shipping service, all under the agent; the services have a PostgreSQL each");
        Services services = Services.start(stage, home);
        Service shop = services.shop();
        stage.say("the shop is open at " + shop.address() + " and ships over Kafka at "
                + services.shipping().address());
        Process viewer = stage.start(
                "viewer",
                services.databases(),
                sentences(),
                "-jar",
                home.resolve("viewer/target/backstory-viewer.jar").toString(),
                "--port",
                "0");
        String stories = stage.awaitLine("viewer", viewer, "Stories: ");
        stage.say("the viewer shows them at " + stories);

        List<Placed> placed = order(new Customer(shop.address()));
        stage.say(placed.size() + " orders placed; waiting until their stories are complete");
        List<String> problems = new StoryCheck(services.stories()).problems(placed);
        problems.forEach(problem -> System.out.println("WRONG: " + problem));
        if (problems.isEmpty()) {
            stage.say("all " + placed.size() + " stories are complete and correct");
        }
        Placed shown = placed.get(2);
        int printed = tell(services, shown);
        if (!once) {
            invite(shop, stories, placed);
            int ended = shop.process().waitFor();
            if (ended <= SIGNALLED) {
                System.err.println("The shop ended by itself; see " + stage.log("shop"));
            }
            return 1;
        }
        return problems.isEmpty() && printed == 0 ? 0 : 1;
    }

    private static List<Placed> order(Customer customer) throws IOException, InterruptedException, ExecutionException {
        Placed delayed = customer.order(Wish.TO_THE_ISLAND);
        Placed good = customer.order(Wish.GOOD);
        Placed declined = customer.order(Wish.DECLINED);
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            Callable<Placed> order = () -> customer.order(Wish.GOOD);
            List<Future<Placed>> atOnce = three.invokeAll(List.of(order, order, order));
            return List.of(
                    good,
                    declined,
                    delayed,
                    atOnce.get(0).get(),
                    atOnce.get(1).get(),
                    atOnce.get(2).get());
        } finally {
            three.shutdown();
        }
    }

    /** The shop's own words, for the viewer and the command line. */
    private String sentences() {
        return "-Dbackstory.sentences=" + home.resolve("sample-app/sentences.properties");
    }

    private int tell(Services services, Placed placed) throws IOException, InterruptedException {
        System.out.println();
        System.out.println("$ backstory story " + placed.correlationId());
        System.out.flush();
        return stage.run(
                services.databases(),
                sentences(),
                "-jar",
                home.resolve("cli/target/backstory.jar").toString(),
                "story",
                placed.correlationId());
    }

    private static void invite(Service shop, String stories, List<Placed> placed) {
        System.out.println();
        System.out.println("All stories        " + stories);
        Stream.of(Wish.values()).forEach(wish -> placed.stream()
                .filter(order -> order.wish() == wish)
                .findFirst()
                .ifPresent(order -> System.out.printf("%-18s %s/%s%n", wish.title(), stories, order.correlationId())));
        System.out.println("Order something    curl -i " + shop.address()
                + "/orders -H 'Content-Type: application/json' -d '" + Wish.GOOD.json() + "'");
        System.out.println("Stop everything    Ctrl-C");
    }
}
