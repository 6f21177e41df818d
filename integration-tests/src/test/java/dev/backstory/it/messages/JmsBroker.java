package dev.backstory.it.messages;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Artemis, in the tests' own JVM. */
final class JmsBroker extends Broker {

    @Override
    void start() throws Exception {
        String address = "tcp://localhost:" + freePort() + "?useEpoll=false&useKQueue=false";
        Configuration settings = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("clients", address);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(settings);
        broker.start();
        listens(address, broker::stop);
    }
}
