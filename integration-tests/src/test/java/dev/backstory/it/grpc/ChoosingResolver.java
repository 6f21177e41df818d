package dev.backstory.it.grpc;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.InternalConfigSelector;
import io.grpc.LoadBalancer;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** As those of service meshes: it says of each call anew how it is to be made. The path is a port of this machine. */
final class ChoosingResolver extends NameResolver {

    static final String SCHEME = "choosing";

    /** How often it was asked how to make a call. */
    static final AtomicInteger ASKED = new AtomicInteger();

    private final int port;
    private final ConfigOrError config;

    private ChoosingResolver(int port, ConfigOrError config) {
        this.port = port;
        this.config = config;
    }

    @Override
    public String getServiceAuthority() {
        return "localhost";
    }

    @Override
    @SuppressWarnings({"deprecation", "InlineMeInliner"}) // the one that the oldest gRPC has, too
    public void start(Listener2 listener) {
        var address = new EquivalentAddressGroup(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener.onResult(ResolutionResult.newBuilder()
                .setAddresses(List.of(address))
                // Without one nobody is asked.
                .setServiceConfig(config)
                .setAttributes(Attributes.newBuilder()
                        .set(InternalConfigSelector.KEY, new Choosing(Objects.requireNonNull(config.getConfig())))
                        .build())
                .build());
    }

    @Override
    public void shutdown() {}

    private static final class Choosing extends InternalConfigSelector {

        private final Object config;

        Choosing(Object config) {
            this.config = config;
        }

        @Override
        public Result selectConfig(LoadBalancer.PickSubchannelArgs call) {
            ASKED.incrementAndGet();
            return Result.newBuilder().setConfig(config).build();
        }
    }

    static final class Provider extends NameResolverProvider {

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return 5;
        }

        @Override
        public String getDefaultScheme() {
            return SCHEME;
        }

        @Override
        public NameResolver newNameResolver(URI target, NameResolver.Args given) {
            int port = Integer.parseInt(target.getPath().substring(1));
            return new ChoosingResolver(port, given.getServiceConfigParser().parseServiceConfig(Map.of()));
        }
    }
}
