#include "platform/operations/shutdown_signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

namespace docshare::platform {
namespace {

TEST(ShutdownSignalsTest, WaitReturnsTheSignalSentToTheProcess) {
  ShutdownSignals signals;
  std::thread sender([] { kill(getpid(), SIGTERM); });
  EXPECT_EQ(signals.Wait(), SIGTERM);
  sender.join();
}

TEST(ShutdownSignalsTest, SignalBeforeWaitIsNotLost) {
  ShutdownSignals signals;
  raise(SIGINT);
  EXPECT_EQ(signals.Wait(), SIGINT);
}

TEST(ShutdownSignalsTest, RequestWakesWait) {
  ShutdownSignals signals;
  std::thread requester([&] { signals.Request(); });
  EXPECT_EQ(signals.Wait(), 0);
  requester.join();
}

TEST(ShutdownSignalsTest, EachSignalIsDeliveredOnce) {
  ShutdownSignals signals;
  raise(SIGTERM);
  EXPECT_EQ(signals.Wait(), SIGTERM);
  signals.Request();
  EXPECT_EQ(signals.Wait(), 0);
}

TEST(ShutdownSignalsTest, RestoresTheMask) {
  {
    ShutdownSignals signals;
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    EXPECT_TRUE(sigismember(&mask, SIGTERM));
  }
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, nullptr, &mask);
  EXPECT_FALSE(sigismember(&mask, SIGTERM));
  EXPECT_FALSE(sigismember(&mask, SIGINT));
}

}  // namespace
}  // namespace docshare::platform
