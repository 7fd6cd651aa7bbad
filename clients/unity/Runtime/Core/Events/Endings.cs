using System;

namespace Npcgen
{
    /// <summary>Why a reply ended.</summary>
    public enum FinishReason
    {
        /// <summary>A reason that only a newer server knows, or none.</summary>
        Unspecified,

        /// <summary>It was said to its end.</summary>
        Stop,

        /// <summary>It reached its tokens.</summary>
        Length,

        /// <summary>It was cancelled.</summary>
        Cancelled,

        /// <summary>Its time was over; the text is what was ready.</summary>
        Deadline,

        /// <summary>No model could speak, so the NPC said a line that its author wrote.</summary>
        Fallback,

        /// <summary>A guardrail held, and an authored line answers.</summary>
        Guardrail,
    }

    /// <summary>Why nobody in a group says any more.</summary>
    public enum GroupEnd
    {
        /// <summary>A reason that only a newer server knows, or none.</summary>
        Unspecified,

        /// <summary>Whoever had something to say has said it.</summary>
        Answered,

        /// <summary>Nobody had anything to say.</summary>
        Silence,

        /// <summary>As many have spoken as may.</summary>
        Limit,

        /// <summary>They went round in circles.</summary>
        Loop,

        /// <summary>It was cancelled.</summary>
        Cancelled,
    }

    /// <summary>Why a player reports a turn.</summary>
    public enum ReportReason
    {
        /// <summary>It is harmful or offensive.</summary>
        Unsafe,

        /// <summary>It is wrong in the game's world.</summary>
        Untrue,

        /// <summary>The NPC isn't itself.</summary>
        OutOfCharacter,

        /// <summary>It repeats itself.</summary>
        Repetition,

        /// <summary>Something else; the comment says what.</summary>
        Other,
    }

    /// <summary>Enums by the proto's names; by hand, for stripping may take reflection away.</summary>
    internal static class EnumNames
    {
        private static readonly string[] FinishReasons =
        {
            "FINISH_REASON_UNSPECIFIED",
            "FINISH_REASON_STOP",
            "FINISH_REASON_LENGTH",
            "FINISH_REASON_CANCELLED",
            "FINISH_REASON_DEADLINE",
            "FINISH_REASON_FALLBACK",
            "FINISH_REASON_GUARDRAIL",
        };

        private static readonly string[] GroupEnds =
        {
            "GROUP_END_UNSPECIFIED",
            "GROUP_END_ANSWERED",
            "GROUP_END_SILENCE",
            "GROUP_END_LIMIT",
            "GROUP_END_LOOP",
            "GROUP_END_CANCELLED",
        };

        private static readonly string[] ReportReasons =
        {
            "REPORT_REASON_UNSAFE",
            "REPORT_REASON_UNTRUE",
            "REPORT_REASON_OUT_OF_CHARACTER",
            "REPORT_REASON_REPETITION",
            "REPORT_REASON_OTHER",
        };

        internal static string Of(ReportReason reason)
        {
            return ReportReasons[(int)reason];
        }

        internal static FinishReason ReadFinishReason(JsonReader json)
        {
            return (FinishReason)Read(json, FinishReasons);
        }

        internal static GroupEnd ReadGroupEnd(JsonReader json)
        {
            return (GroupEnd)Read(json, GroupEnds);
        }

        // Protobuf's JSON may have enums as numbers; one that isn't known is unspecified.
        private static int Read(JsonReader json, string[] names)
        {
            if (json.AtString())
            {
                return Math.Max(0, Array.IndexOf(names, json.ReadString(names[1])));
            }
            uint number = json.ReadUInt();
            return number < names.Length ? (int)number : 0;
        }
    }
}
