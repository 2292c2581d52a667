#pragma once

namespace engine {

/**
 * Keeps a queue near its target although producer and consumer have clocks of their own: by speed as long as half a per
 * cent does it, which nobody hears, and by jumps beyond.
 */
class FillControl {
 public:
  explicit FillControl(double targetMs) : target_(targetMs), average_(targetMs) {}

  struct Correction {
    /** How much faster than at its rate the queue is to be used up: 0.995 to 1.005. */
    double speed = 1;
    /** Milliseconds to leave out, or if negative to repeat; 0 is neither. */
    double jumpMs = 0;
  };

  /** To be called every 10 ms with what waits then. */
  Correction update(double fillMs);

  /** The queue has jumped by so much. */
  void jumped(double ms) { average_ -= ms; }

  /** It starts again, at the target. */
  void restart() { average_ = target_; }

 private:
  const double target_;
  /** Of the last second, so that it says nothing of the length of what is pushed at a time. */
  double average_;
};

}  // namespace engine
