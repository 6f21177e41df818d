package dev.backstory.agent.boundary;

import dev.backstory.agent.boundary.dbscheduler.DbSchedulerBoundary;
import dev.backstory.agent.boundary.disruptor.DisruptorBoundary;
import dev.backstory.agent.boundary.executor.ExecutorBoundary;
import dev.backstory.agent.boundary.forkjoin.ForkJoinBoundary;
import dev.backstory.agent.boundary.future.FutureBoundary;
import dev.backstory.agent.boundary.grpc.GrpcBoundary;
import dev.backstory.agent.boundary.httpclient.HttpClientBoundary;
import dev.backstory.agent.boundary.httpserver.HttpServerBoundary;
import dev.backstory.agent.boundary.jms.JmsBoundary;
import dev.backstory.agent.boundary.jobrunr.JobRunrBoundary;
import dev.backstory.agent.boundary.kafka.KafkaBoundary;
import dev.backstory.agent.boundary.main.MainBoundary;
import dev.backstory.agent.boundary.mdc.MdcBoundary;
import dev.backstory.agent.boundary.netty.NettyBoundary;
import dev.backstory.agent.boundary.quartz.QuartzBoundary;
import dev.backstory.agent.boundary.queue.QueueBoundary;
import dev.backstory.agent.boundary.rabbitmq.RabbitBoundary;
import dev.backstory.agent.boundary.reactive.ReactiveBoundary;
import dev.backstory.agent.boundary.scheduled.ScheduledBoundary;
import dev.backstory.agent.boundary.servlet.ServletBoundary;
import dev.backstory.agent.boundary.springbatch.SpringBatchBoundary;
import dev.backstory.agent.boundary.springevents.SpringEventsBoundary;
import dev.backstory.agent.boundary.springlisteners.SpringListenersBoundary;
import dev.backstory.agent.boundary.springtasks.SpringTasksBoundary;
import dev.backstory.agent.boundary.thread.ThreadBoundary;
import dev.backstory.agent.boundary.timer.TimerBoundary;
import dev.backstory.agent.boundary.vertx.VertxBoundary;
import dev.backstory.agent.boundary.webflux.WebFluxBoundary;
import dev.backstory.agent.boundary.websocket.WebSocketBoundary;
import java.util.List;

/** Every boundary that the agent has. */
final class Boundaries {

    private Boundaries() {}

    static List<AgentBoundary> all() {
        // Shared: an ancestor's class file is read once for both.
        Supertypes web = new Supertypes("jakarta/servlet/", "javax/servlet/", "jakarta/websocket/", "javax/websocket/");
        return List.of(
                new ExecutorBoundary(),
                new ScheduledBoundary(),
                new FutureBoundary(),
                new ForkJoinBoundary(),
                new ThreadBoundary(),
                new ServletBoundary(web),
                new WebSocketBoundary(web),
                new HttpServerBoundary(),
                new WebFluxBoundary(),
                new GrpcBoundary(),
                new QueueBoundary(),
                new TimerBoundary(),
                new MainBoundary(),
                new ReactiveBoundary(),
                new NettyBoundary(),
                new VertxBoundary(),
                new DisruptorBoundary(),
                new HttpClientBoundary(),
                new KafkaBoundary(),
                new RabbitBoundary(),
                new JmsBoundary(),
                new SpringListenersBoundary(),
                new SpringEventsBoundary(),
                new SpringTasksBoundary(),
                new SpringBatchBoundary(),
                new QuartzBoundary(),
                new JobRunrBoundary(),
                new DbSchedulerBoundary(),
                new MdcBoundary());
    }
}
