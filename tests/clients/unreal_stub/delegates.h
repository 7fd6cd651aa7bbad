// What the plugin uses of Unreal's delegates and of its ticker.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <utility>
#include <vector>

template <class Signature>
class TDelegate;

template <class Result, class... Arguments>
class TDelegate<Result(Arguments...)> {
  public:
    template <class Callable>
    static TDelegate CreateLambda(Callable callable) {
        TDelegate delegate;
        delegate.BindLambda(std::move(callable));
        return delegate;
    }
    template <class Object>
    static TDelegate CreateUObject(Object* object, Result (Object::*method)(Arguments...)) {
        return CreateLambda([=](Arguments... arguments) { return (object->*method)(arguments...); });
    }
    template <class Callable>
    void BindLambda(Callable callable) {
        bound_ = std::move(callable);
    }
    void Unbind() { bound_ = nullptr; }
    bool IsBound() const { return static_cast<bool>(bound_); }
    Result Execute(Arguments... arguments) const { return bound_(arguments...); }
    bool ExecuteIfBound(Arguments... arguments) const {
        if (bound_) {
            bound_(arguments...);
        }
        return IsBound();
    }

  private:
    std::function<Result(Arguments...)> bound_;
};

template <class... Arguments>
class TMulticast {
  public:
    template <class Object>
    void AddDynamic(Object* object, void (Object::*handler)(Arguments...)) {
        bound_.push_back({object, [=](Arguments... arguments) { (object->*handler)(arguments...); }});
    }
    // NOTE: here an object is bound to a delegate once at most.
    template <class Object>
    void RemoveDynamic(Object* object, void (Object::*)(Arguments...)) {
        bound_.erase(std::remove_if(bound_.begin(), bound_.end(),
                                    [object](const Bound& each) { return each.object == object; }),
                     bound_.end());
    }
    void Broadcast(Arguments... arguments) const {
        const std::vector<Bound> now = bound_;
        for (const Bound& each : now) {
            each.call(arguments...);
        }
    }

  private:
    struct Bound {
        const void* object;
        std::function<void(Arguments...)> call;
    };
    std::vector<Bound> bound_;
};

#define DECLARE_DYNAMIC_MULTICAST_DELEGATE(name) using name = TMulticast<>
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_OneParam(name, t1, n1) using name = TMulticast<t1>
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_TwoParams(name, t1, n1, t2, n2) using name = TMulticast<t1, t2>
#define DECLARE_DYNAMIC_MULTICAST_DELEGATE_FourParams(name, t1, n1, t2, n2, t3, n3, t4, n4) \
    using name = TMulticast<t1, t2, t3, t4>
#define DECLARE_DYNAMIC_DELEGATE_ThreeParams(name, t1, n1, t2, n2, t3, n3) \
    using name = TDelegate<void(t1, t2, t3)>

// Called by whoever plays the engine's main loop.
class FTSTicker {
  public:
    using FDelegateHandle = int;
    static FTSTicker& GetCoreTicker() {
        static FTSTicker ticker;
        return ticker;
    }
    FDelegateHandle AddTicker(const TDelegate<bool(float)>& delegate, float = 0.0f) {
        tickers_[++last_] = delegate;
        return last_;
    }
    void RemoveTicker(FDelegateHandle handle) { tickers_.erase(handle); }
    void Tick(float seconds) {
        const auto now = tickers_;
        for (const auto& [handle, delegate] : now) {
            if (tickers_.count(handle) > 0 && !delegate.Execute(seconds)) {
                tickers_.erase(handle);
            }
        }
    }

  private:
    std::map<int, TDelegate<bool(float)>> tickers_;
    int last_ = 0;
};
using FTickerDelegate = TDelegate<bool(float)>;
