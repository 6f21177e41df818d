package dev.backstory.agent.boot;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranges of addresses, as in {@code backstory.incoming.from}: {@code 10.0.0.0/8, ::1, fc00::/7}. */
public final class Peers {

    /** Loopback and the private ranges. */
    public static final String PRIVATE = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7";

    private static final int BITS = 128;
    private static final int V4_PREFIX = 96;

    private final List<byte[]> networks = new ArrayList<>();
    private final List<Integer> prefixes = new ArrayList<>();

    /**
     * Reads a list that is separated by commas.
     *
     * @throws IllegalArgumentException naming the part that is no address or range
     */
    public static Peers parse(String list) {
        Peers peers = new Peers();
        for (String part : list.split(",", -1)) {
            if (!part.trim().isEmpty()) {
                peers.add(part.trim());
            }
        }
        return peers;
    }

    private void add(String range) {
        int slash = range.indexOf('/');
        String address = slash < 0 ? range : range.substring(0, slash);
        byte[] network = IpAddress.parse(address);
        int prefix = slash < 0 ? BITS : prefix(range.substring(slash + 1), address.indexOf(':') < 0);
        if (network == null || prefix < 0 || prefix > BITS) {
            throw new IllegalArgumentException(range);
        }
        networks.add(network);
        prefixes.add(prefix);
    }

    private static int prefix(String digits, boolean v4) {
        try {
            int bits = Integer.parseInt(digits);
            return bits < 0 || (v4 && bits > 32) ? -1 : v4 ? V4_PREFIX + bits : bits;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The numeric address of a connection's other end; null where it has none. */
    static @Nullable String numeric(InetSocketAddress end) {
        return end.getAddress() == null ? null : end.getAddress().getHostAddress();
    }

    /** Whether the address, a numeric one, is in one of the ranges. */
    boolean contain(@Nullable String address) {
        byte[] bytes = address == null ? null : IpAddress.parse(address);
        if (bytes == null) {
            return false;
        }
        for (int i = 0; i < networks.size(); i++) {
            if (sameBits(bytes, networks.get(i), prefixes.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameBits(byte[] address, byte[] network, int bits) {
        for (int i = 0; i < bits / 8; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((address[bits / 8] ^ network[bits / 8]) & (0xff00 >> rest) & 0xff) == 0;
    }
}
