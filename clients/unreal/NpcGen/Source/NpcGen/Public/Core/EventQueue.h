// Events between the thread that reads them and the one that shows them: bounded, and without
// allocation once its places have grown.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "Event.h"

namespace npcgen {

// Not safe to share; Talk holds its lock. Events are swapped in and out, so that their memory is
// used again.
class EventQueue {
  public:
    // Once `capacity` events wait, new text is added to the last text that waits; as many other
    // events again have room.
    explicit EventQueue(std::size_t capacity) : capacity_(capacity) {}

    std::size_t size() const { return size_; }

    // False when there is no room for it.
    bool push(Event& event) {
        if (size_ >= capacity_) {
            if (const TextDelta* delta = event.get<TextDelta>()) {
                return merge(delta->text);
            }
        }
        if (size_ >= 2 * capacity_) {
            return false;
        }
        if (size_ == places_.size()) {
            grow();
        }
        std::swap(places_[(first_ + size_) % places_.size()], event);
        ++size_;
        return true;
    }

    // False when there is none.
    bool pop(Event& event) {
        if (size_ == 0) {
            return false;
        }
        std::swap(places_[first_], event);
        first_ = (first_ + 1) % places_.size();
        --size_;
        return true;
    }

    void clear() { size_ = 0; }

  private:
    // NOTE: text may come out before a sentence that ended before it; never in another order.
    bool merge(const std::string& text) {
        for (std::size_t back = size_; back > 0; --back) {
            Event& waiting = places_[(first_ + back - 1) % places_.size()];
            if (TextDelta* delta = std::get_if<TextDelta>(&waiting.body)) {
                const bool fits = text.size() <= MaxText - delta->text.size();
                delta->text.append(fits ? text : std::string());
                return fits;
            }
        }
        return false;
    }

    void grow() {
        std::vector<Event> larger(places_.empty() ? 16 : 2 * places_.size());
        for (std::size_t at = 0; at < size_; ++at) {
            larger[at] = std::move(places_[(first_ + at) % places_.size()]);
        }
        places_ = std::move(larger);
        first_ = 0;
    }

    static constexpr std::size_t MaxText = 4u << 20;

    std::size_t capacity_;
    std::vector<Event> places_;
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace npcgen
