// Letters as they are typed on a keyboard without Vietnamese input.

/** Without marks and in lower case: "Trạm Bến Mơ" is found by "tram ben mo". */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
