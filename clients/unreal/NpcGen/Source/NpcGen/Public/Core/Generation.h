// What a generator streams while it works, gathered: levels, quests, and files of any kind. Progress
// may be asked for meanwhile, the rest once the stream ended well.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "Base64.h"
#include "LevelCells.h"
#include "Stream.h"

namespace npcgen {

class Generation {
  public:
    static constexpr std::size_t MaxFileBytes = 256u << 20;  // of all files together

    void begin(ResponseHead head) { reader_.begin(std::move(head)); }
    void feed(std::string_view bytes) {
        reader_.feed(bytes, [this](JsonView message) { return read(message); });
    }
    void stop() { reader_.stop(); }
    bool is_over() const { return reader_.is_over(); }
    Outcome finish(TransportEnd end) const { return reader_.finish(end); }

    // What is being done, for people, and how much of all is done, 0..1.
    const std::string& phase() const { return phase_; }
    double fraction() const { return fraction_; }

    LevelAssembly& level() { return level_; }
    // Of each quest, its JSON.
    const std::vector<std::string>& quests() const { return quests_; }
    // By name.
    const std::map<std::string, std::string>& files() const { return files_; }
    // The JSON of the event that ended the work: its seed, the spec that was used.
    const std::string& completed() const { return completed_; }

  private:
    // False where a part can't be read or doesn't fit the others.
    bool read(JsonView message) {
        const JsonView event = message["event"];
        if (const JsonView progress = event["progress"]; progress.exists()) {
            phase_ = progress["phase"].text();
            fraction_ = progress["fraction"].number();
        } else if (const JsonView level = event["level"]; level.exists()) {
            level_.begin(level);
        } else if (const JsonView cells = event["cells"]; cells.exists()) {
            return level_.add(cells);
        } else if (const JsonView quest = event["quest"]; quest.exists()) {
            quests_.emplace_back(quest.source());
        } else if (const JsonView file = event["file"]; file.exists()) {
            return add(file);
        } else if (const JsonView completed = event["completed"]; completed.exists()) {
            completed_ = completed.source();
        }
        return true;
    }

    bool add(JsonView part) {
        std::string bytes;
        if (!base64_decoded(part["data"].text(), bytes) || file_bytes_ + bytes.size() > MaxFileBytes) {
            return false;
        }
        file_bytes_ += bytes.size();
        files_[std::string(part["file"].text())] += bytes;
        return true;
    }

    StreamReader reader_;
    std::string phase_;
    double fraction_ = 0;
    LevelAssembly level_;
    std::vector<std::string> quests_;
    std::map<std::string, std::string> files_;
    std::size_t file_bytes_ = 0;
    std::string completed_;
};

}  // namespace npcgen
