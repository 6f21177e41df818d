package dev.backstory.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * CPU and allocation of a request with two hops and no event. A server under each agent runs all the time, and they take
 * turns in answering a slice of the requests.
 */
final class CompareRequests {

    private static final int WARM_UP = 60_000;
    private static final int SLICE = 1_000;

    private CompareRequests() {}

    /** Argument: how many slices each. */
    public static void main(String[] arguments) throws IOException {
        int slices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Measured cpu = new Measured("a request with two hops", "µs CPU");
        Measured bytes = new Measured("a request with two hops", "bytes");
        Map<Agents, Server> servers = new EnumMap<>(Agents.class);
        try {
            for (Agents agent : Agents.values()) {
                System.err.println("warming up under " + agent.title());
                Server server = new Server(agent);
                servers.put(agent, server);
                server.request(WARM_UP);
            }
            for (int slice = 0; slice < slices; slice++) {
                for (Map.Entry<Agents, Server> each : servers.entrySet()) {
                    Server server = each.getValue();
                    long allocated = server.allocated();
                    long used = server.cpu();
                    server.request(SLICE);
                    cpu.add(each.getKey(), (server.cpu() - used) / 1_000.0 / SLICE);
                    bytes.add(each.getKey(), (double) (server.allocated() - allocated) / SLICE);
                }
            }
        } finally {
            for (Server server : servers.values()) {
                server.close();
            }
        }
        System.out.println(Measured.heading());
        System.out.println(cpu.row());
        System.out.println(bytes.row());
    }
}
